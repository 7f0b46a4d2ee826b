"""Calls of both services' webhooks as their documentation writes them, with names invented."""

import copy

NUMBER_ID = "106540352242922"
FORWARDED = {"forwarded": True}


def whatsapp(*messages, statuses=(), contacts=None, number_id=NUMBER_ID) -> dict:
    """One call of the Cloud API with these messages."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": number_id},
    }
    if messages:
        value["contacts"] = (
            [{"profile": {"name": "Sri Rahayu"}, "wa_id": "6281234567890"}]
            if contacts is None
            else contacts
        )
        value["messages"] = list(messages)
    if statuses:
        value["statuses"] = list(statuses)
    change = {"field": "messages", "value": value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": [change]}],
    }


def wa_message(body="Benarkah air rebusan bawang menyembuhkan demam berdarah?", **fields) -> dict:
    told = {
        "from": "6281234567890",
        "id": "wamid.HBgLNjI4MTIzNDU2Nzg5MBUCABIYFDNBN0I1Q0JENzI0QkQ2",
        "timestamp": "1749416383",
        "type": "text",
        "text": {"body": body},
    }
    told.update(fields)
    return {name: value for name, value in told.items() if value is not None}


def wa_image(caption="Foto banjir di Jakarta kemarin", **fields) -> dict:
    image = {"mime_type": "image/jpeg", "sha256": "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI="}
    image |= {"id": "1003383421387256"} | ({"caption": caption} if caption else {})
    return wa_message(type="image", text=None, image=image, **fields)


def wa_status(status="delivered", **fields) -> dict:
    told = {
        "id": "wamid.HBgLMTU1NTA3ODM4ODEVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA",
        "status": status,
        "timestamp": "1750263773",
        "recipient_id": "6281234567890",
    }
    return told | fields


def telegram(text="Benarkah air rebusan bawang menyembuhkan demam berdarah?", **fields) -> dict:
    """One update with a message in the sender's own chat."""
    message = {
        "message_id": 1365,
        "from": {
            "id": 1111111,
            "is_bot": False,
            "first_name": "Budi",
            "last_name": "Santoso",
            "username": "budisantoso",
            "language_code": "id",
        },
        "chat": {"id": 1111111, "first_name": "Budi", "username": "budisantoso", "type": "private"},
        "date": 1441645532,
        "text": text,
    }
    message.update(fields)
    message = {name: value for name, value in message.items() if value is not None}
    return {"update_id": 10000, "message": message}


PHOTO = [
    {"file_id": "AgADkecil", "file_unique_id": "a", "file_size": 1101, "width": 90, "height": 51},
    {"file_id": "AgADbesar", "file_unique_id": "b", "file_size": 91101, "width": 1280, "height": 9},
]
ORIGIN = {
    "type": "hidden_user",
    "sender_user_name": "Grup Keluarga",
    "date": 1441640000,
}
GROUP = {"id": -1001234567890, "title": "RT 05 Rukun", "type": "supergroup"}


def edited(update: dict) -> dict:
    """The same message, told as edited."""
    told = copy.deepcopy(update)
    message = told.pop("message") | {"edit_date": 1441646600}
    return told | {"update_id": 10001, "edited_message": message}
